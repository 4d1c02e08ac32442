import { ask, client } from '$lib/api/client';
import type { Subscription } from '$lib/api/types';
import { canPush, deviceLabel, needsInstall } from '$lib/push/support';
import { keysOf, subscribe, unsubscribe } from '$lib/push/subscription';
import { Cached } from './cached.svelte';
import { session } from './session.svelte';

/**
 * install: an iPhone needs the app on its home screen first · blocked: the person said no in the
 * browser · off: nobody asked yet · on: reminders arrive here.
 */
export type PushState = 'unsupported' | 'install' | 'blocked' | 'off' | 'on';

const WANTED = 'everkeel.push';

/** Whether reminders can reach this device, and the other devices they reach. */
class Push {
  state = $state<PushState>(this.#now());
  busy = $state(false);
  failure = $state.raw<unknown>();
  /** The server's id of this device's subscription. */
  id = $state<string>();
  readonly devices = new Cached<Subscription[]>('devices', () => ask(client.GET('/api/push/subscriptions')));

  /** At each start: a subscription that the browser or the server lost is made again. */
  async check(): Promise<void> {
    this.state = this.#now();
    if (this.state === 'off' && this.#wanted && Notification.permission === 'granted') await this.#connect();
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

  /** Stops reminders on this device; throws Failure when the server cannot be told. */
  async disable(): Promise<void> {
    if (this.id) await ask(client.DELETE('/api/push/subscriptions/{subscription_id}', { params: { path: { subscription_id: this.id } } }));
    this.forget();
    await unsubscribe();
    await this.devices.renew();
  }

  /** Forgets that this device wants reminders, without asking the server. */
  forget(): void {
    localStorage.removeItem(WANTED);
    this.id = undefined;
    this.state = this.#now();
  }

  /** Sends a notification to this device now; throws Failure. */
  async test(): Promise<void> {
    if (!this.id) return;
    await ask(client.POST('/api/push/subscriptions/{subscription_id}/test', { params: { path: { subscription_id: this.id } } }));
  }

  /** Stops reminders on another device; throws Failure. */
  async remove(id: string): Promise<void> {
    await ask(client.DELETE('/api/push/subscriptions/{subscription_id}', { params: { path: { subscription_id: id } } }));
    if (id === this.id) this.forget();
    await this.devices.renew();
  }

  async #connect(): Promise<boolean> {
    this.busy = true;
    this.failure = undefined;
    try {
      const { vapidPublicKey } = await ask(client.GET('/api/meta'));
      const subscription = await subscribe(vapidPublicKey);
      const about = { endpoint: subscription.endpoint, keys: keysOf(subscription), label: deviceLabel() };
      const body = { ...about, applicationServerKey: vapidPublicKey };
      this.id = (await ask(client.PUT('/api/push/subscription', { body }))).id;
      localStorage.setItem(WANTED, session.user?.id ?? '');
      this.state = 'on';
      void this.devices.renew();
      return true;
    } catch (failure) {
      this.failure = failure;
      return false;
    } finally {
      this.busy = false;
    }
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
