import { helpFor } from '$lib/help/lines';
import { now } from '$lib/time/now';
import { data } from './data.svelte';
import { today } from './today.svelte';

const KEY = 'everkeel.country';

/** Numbers to call for the country that the person chose. Works signed out and without a server. */
class Help {
  #onDevice = $state(localStorage.getItem(KEY) ?? '');

  readonly country = $derived(data.profile?.country || this.#onDevice);
  readonly numbers = $derived(helpFor(this.country, today.now));

  /** Keeps the country in the profile; for a person who is not signed in, on the device. */
  choose(country: string): void {
    if (data.connection) void data.write('profile', data.connection.userId, { country });
    else localStorage.setItem(KEY, country);
    this.#onDevice = country;
  }

  /** Notes that the person looks for help, so that the app keeps quiet for a while. */
  press(): void {
    if (data.connection) void data.write('profile', data.connection.userId, { helpPressedAt: now() });
  }
}

export const help = new Help();
