import { ask, client } from '$lib/api/client';
import type { AuditLine } from '$lib/api/types';

/** The server's answer holds so many lines. */
const PAGE = 100;

/** What admins did, the newest first, page by page. */
export class AuditLog {
  lines = $state.raw<AuditLine[]>();
  failure = $state.raw<unknown>();
  busy = $state(false);
  /** Whether there may be older ones. */
  more = $state(false);

  async load(): Promise<void> {
    this.busy = true;
    try {
      const before = this.lines?.at(-1)?.at;
      const found = await ask(client.GET('/api/admin/audit', { params: { query: before === undefined ? {} : { before } } }));
      this.lines = [...(this.lines ?? []), ...found];
      this.more = found.length >= PAGE;
      this.failure = undefined;
    } catch (failure) {
      this.failure = failure;
    } finally {
      this.busy = false;
    }
  }
}
