import { ask, client } from '$lib/api/client';
import type { InviteRow, NewInvite } from '$lib/api/types';

export type Role = InviteRow['role'];

/** Invitation links. Everything that writes throws Failure. */
export class Invites {
  rows = $state.raw<InviteRow[]>();
  failure = $state.raw<unknown>();
  /** The link just made; the server never shows it again. */
  made = $state.raw<NewInvite>();

  async load(): Promise<void> {
    try {
      this.rows = await ask(client.GET('/api/admin/invites'));
      this.failure = undefined;
    } catch (failure) {
      this.failure = failure;
    }
  }

  async create(role: Role): Promise<void> {
    this.made = await ask(client.POST('/api/admin/invites', { body: { role } }));
    await this.load();
  }

  async withdraw(id: string): Promise<void> {
    await ask(client.DELETE('/api/admin/invites/{invite_id}', { params: { path: { invite_id: id } } }));
    if (this.made?.id === id) this.made = undefined;
    await this.load();
  }
}
