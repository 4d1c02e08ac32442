import { ask, client } from '$lib/api/client';
import { Failure } from '$lib/api/failure';
import type { Invite, Me, SignUp } from '$lib/api/types';
import { recall, remember, forget, type KnownUser } from './known-user';

/** Who uses the app on this device. Known from the device first, so that the app opens without a server. */
class Session {
  user = $state<KnownUser | undefined>(recall());
  /** The server no longer knows us: everything stays here, and we ask to sign in again. */
  expired = $state(false);
  /** Nobody is known here yet, and the server has not answered whether a session exists. */
  asking = $state(false);

  get isAdmin(): boolean {
    return this.user?.role === 'admin';
  }

  /** Asks the server who we are; keeps what the device knows when there is no answer. */
  async check(): Promise<Me | undefined> {
    this.asking = !this.user;
    try {
      return this.#adopt(await ask(client.GET('/api/me')));
    } catch (failure) {
      if (failure instanceof Failure && failure.status === 401) this.expired = !!this.user;
      return undefined;
    } finally {
      this.asking = false;
    }
  }

  /** Signs in; throws Failure. */
  async signIn(email: string, password: string): Promise<Me> {
    return this.#adopt(await ask(client.POST('/api/session', { body: { email, password } })));
  }

  /** What an invitation is for; throws Failure. */
  invite(token: string): Promise<Invite> {
    return ask(client.GET('/api/invites/{token}', { params: { path: { token } } }));
  }

  /** Makes an account from an invitation and signs in; throws Failure. */
  async join(body: SignUp): Promise<Me> {
    return this.#adopt(await ask(client.POST('/api/sign-up', { body })));
  }

  /** Ends the session on the server; throws Failure. The caller clears the device. */
  async signOut(): Promise<void> {
    try {
      await ask(client.DELETE('/api/session'));
    } catch (failure) {
      // A session that has ended already is what we want.
      if (!(failure instanceof Failure && failure.status === 401)) throw failure;
    }
    forget();
    this.user = undefined;
    this.expired = false;
  }

  #adopt(me: Me): Me {
    const known = { id: me.id, email: me.email, role: me.role };
    remember(known);
    this.user = known;
    this.expired = false;
    return me;
  }
}

export const session = new Session();
