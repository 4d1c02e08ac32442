/** What each start of the app needs once its first screen stands. One file, fetched by itself. */
export { ask, client } from '$lib/api/client';
export { syncOnce } from '$lib/sync/run';
export { arrive } from './arrive';
export { checkedIn } from './checked-in';
export { updates } from './updates';
