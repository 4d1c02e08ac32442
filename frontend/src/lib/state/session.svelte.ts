import type { Invite, Me, SignUp } from '$lib/api/types';
import { recall, remember, forget, type KnownUser } from './known-user';

/** Fetched after the first screen, which is painted from the device. */
const api = () => import('./later');
const isSignedOut = (failure: unknown): boolean => (failure as { status?: number }).status === 401;

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
      const { ask, client } = await api();
      return this.#adopt(await ask(client.GET('/api/me')));
    } catch (failure) {
      if (isSignedOut(failure)) this.expired = !!this.user;
      return undefined;
    } finally {
      this.asking = false;
    }
  }

  /** Signs in; throws Failure. */
  async signIn(email: string, password: string): Promise<Me> {
    const { ask, client } = await api();
    return this.#adopt(await ask(client.POST('/api/session', { body: { email, password } })));
  }

  /** What an invitation is for; throws Failure. */
  async invite(token: string): Promise<Invite> {
    const { ask, client } = await api();
    return ask(client.GET('/api/invites/{token}', { params: { path: { token } } }));
  }

  /** Makes an account from an invitation and signs in; throws Failure. */
  async join(body: SignUp): Promise<Me> {
    const { ask, client } = await api();
    return this.#adopt(await ask(client.POST('/api/sign-up', { body })));
  }

  /** Ends the session on the server; throws Failure. The caller clears the device. */
  async signOut(): Promise<void> {
    try {
      const { ask, client } = await api();
      await ask(client.DELETE('/api/session'));
    } catch (failure) {
      // A session that has ended already is what we want.
      if (!isSignedOut(failure)) throw failure;
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
