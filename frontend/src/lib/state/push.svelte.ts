import { ask, client } from '$lib/api/client';
import { Failure } from '$lib/api/failure';
import type { Subscription } from '$lib/api/types';
import { untilShown } from '$lib/push/news';
import { pushManager, unsubscribe } from '$lib/push/page';
import { register } from '$lib/push/subscription';
import { canPush, needsInstall } from '$lib/push/support';
import { Cached } from './cached.svelte';
import { session } from './session.svelte';

/**
 * install: an iPhone needs the app on its home screen first · blocked: the person said no in the
 * browser · off: nobody asked yet · on: reminders arrive here.
 */
export type PushState = 'unsupported' | 'install' | 'blocked' | 'off' | 'on';

const WANTED = 'everkeel.push';
const ID = 'everkeel.push.id';
const TEST_MS = 20_000;

/** Whether reminders can reach this device, and the devices they reach. */
class Push {
  state = $state<PushState>(this.#now());
  busy = $state(false);
  failure = $state.raw<unknown>();
  /** The server's id of this device's subscription. */
  id = $state(this.#wanted ? (localStorage.getItem(ID) ?? undefined) : undefined);
  readonly devices = new Cached<Subscription[]>('devices', () => ask(client.GET('/api/push/subscriptions')));

  /** At each start: a subscription that the browser or the server lost is made again. */
  async check(): Promise<void> {
    this.state = this.#now();
    if (this.state !== 'off' || !this.#wanted || Notification.permission !== 'granted') return;
    if (this.id) this.state = 'on';
    if (!(await this.#connect()) && !this.#offline) this.state = this.#now();
  }

  /** Asks the person for permission, if nobody did; call it in a tap. True when reminders will arrive. */
  async enable(): Promise<boolean> {
    this.state = this.#now();
    if (this.state === 'unsupported' || this.state === 'install') return false;
    const permission = await Notification.requestPermission();
    if (permission !== 'granted') {
      this.state = permission === 'denied' ? 'blocked' : 'off';
      return false;
    }
    return this.#connect();
  }

  /** Makes this device's subscription anew, with the server's present key. */
  async renew(): Promise<boolean> {
    await unsubscribe();
    return this.#connect();
  }

  /** Stops reminders on this device; throws Failure when the server cannot be told. */
  async disable(): Promise<void> {
    if (this.id) await this.#remove(this.id);
    this.forget();
    await unsubscribe();
    await this.devices.renew();
  }

  /** Forgets that this device wants reminders, without asking the server. */
  forget(): void {
    for (const key of [WANTED, ID]) localStorage.removeItem(key);
    this.id = undefined;
    this.state = this.#now();
  }

  /**
   * Sends a notification to a device now; throws Failure. Gives the milliseconds until this device
   * showed it; nothing when it did not, or for another device.
   */
  async test(id: string): Promise<number | undefined> {
    const begun = performance.now();
    const shown = id === this.id ? untilShown('test', TEST_MS) : Promise.resolve(false);
    await ask(client.POST('/api/push/subscriptions/{subscription_id}/test', { params: { path: { subscription_id: id } } }));
    return (await shown) ? performance.now() - begun : undefined;
  }

  /** Stops reminders on another device; throws Failure. */
  async remove(id: string): Promise<void> {
    await this.#remove(id);
    await this.devices.renew();
  }

  async #connect(): Promise<boolean> {
    this.busy = true;
    this.failure = undefined;
    try {
      const id = await register(await pushManager());
      const former = this.id;
      this.id = id;
      localStorage.setItem(WANTED, session.user?.id ?? '');
      localStorage.setItem(ID, id);
      this.state = 'on';
      if (former && former !== id) await this.#remove(former).catch(() => {});
      void this.devices.renew();
      return true;
    } catch (failure) {
      this.failure = failure;
      return false;
    } finally {
      this.busy = false;
    }
  }

  async #remove(id: string): Promise<void> {
    try {
      await ask(client.DELETE('/api/push/subscriptions/{subscription_id}', { params: { path: { subscription_id: id } } }));
    } catch (failure) {
      // One that the server has forgotten already is what we want.
      if (!(failure instanceof Failure && failure.status === 404)) throw failure;
    }
  }

  get #offline(): boolean {
    return this.failure instanceof Failure && this.failure.status === 0;
  }

  get #wanted(): boolean {
    return !!session.user && localStorage.getItem(WANTED) === session.user.id;
  }

  #now(): PushState {
    if (needsInstall()) return 'install';
    if (!canPush()) return 'unsupported';
    return Notification.permission === 'denied' ? 'blocked' : 'off';
  }
}

export const push = new Push();
