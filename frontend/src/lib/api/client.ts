import createClient from 'openapi-fetch';
import type { paths } from './schema';
import { Failure, type Problem } from './failure';

export const client = createClient<paths>({ baseUrl: '/' });

interface Settled<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of a request, or a Failure that says why there is none. */
export async function ask<T>(request: Promise<Settled<T>>): Promise<T> {
  let settled: Settled<T>;
  try {
    settled = await request;
  } catch (cause) {
    throw new Failure(0, { type: 'urn:everkeel:offline', title: '' }, cause);
  }
  if (settled.response.ok) return settled.data as T;
  throw new Failure(settled.response.status, settled.error as Problem | undefined);
}
