import { ask, client } from '$lib/api/client';
import type { Meta } from '$lib/api/types';
import { Cached } from './cached.svelte';

/** What this server can do. */
export const meta = new Cached<Meta>('meta', () => ask(client.GET('/api/meta')));
