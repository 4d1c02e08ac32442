import type { Client } from 'openapi-fetch';
import { Failure, type Problem } from './failure';
import type { paths } from './schema';

type Methods = Pick<Client<paths>, 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'>;

interface Options {
  params?: { path?: Record<string, string>; query?: Record<string, unknown> };
  body?: unknown;
  keepalive?: boolean;
  signal?: AbortSignal;
}

interface Settled<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

function address(path: string, { path: parts = {}, query = {} }: NonNullable<Options['params']>): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parts[name] ?? ''));
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return search ? `${filled}?${search}` : filled;
}

async function call(method: string, path: string, options: Options = {}): Promise<Settled<unknown>> {
  const { params = {}, body, keepalive = false, signal } = options;
  const response = await fetch(address(path, params), {
    method,
    keepalive,
    ...(signal ? { signal } : {}),
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
  });
  const text = await response.text();
  const json: unknown = text ? parse(text) : undefined;
  return response.ok ? { data: json, response } : { error: json, response };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const method =
  (name: string) =>
  (path: string, options?: Options): Promise<Settled<unknown>> =>
    call(name, path, options);

/** The server's API, typed by its OpenAPI: `client.GET('/api/articles/{slug}', { params: { path } })`. */
export const client = {
  GET: method('GET'),
  POST: method('POST'),
  PUT: method('PUT'),
  PATCH: method('PATCH'),
  DELETE: method('DELETE'),
} as unknown as Methods;

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
