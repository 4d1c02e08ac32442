import { ask, client } from '$lib/api/client';
import type { Later, LogLine, NewReminder, Reminder, ReminderPatch } from '$lib/api/types';
import { Cached } from './cached.svelte';
import { sync } from './sync.svelte';

const byTime = (list: Reminder[]): Reminder[] =>
  [...list].sort((a, b) => (a.time < b.time ? -1 : 1));

/** The person's reminders. They live on the server; changing one needs a connection. */
class Reminders {
  readonly list = new Cached<Reminder[]>('reminders', async () => byTime(await ask(client.GET('/api/reminders'))));

  /** What became of the newest deliveries. */
  readonly log = new Cached<LogLine[]>('reminder-log', () => ask(client.GET('/api/reminders/log')));

  /** Throws Failure. */
  async add(body: NewReminder): Promise<void> {
    // A habit added a moment ago may not have reached the server yet.
    if (body.habitId) await sync.flush();
    const made = await ask(client.POST('/api/reminders', { body }));
    this.list.set(byTime([...(this.list.value ?? []), made]));
  }

  /** Throws Failure. */
  async edit(id: string, body: ReminderPatch): Promise<void> {
    if (body.habitId) await sync.flush();
    const changed = await ask(client.PATCH('/api/reminders/{reminder_id}', { params: { path: { reminder_id: id } }, body }));
    this.list.set(byTime((this.list.value ?? []).map((other) => (other.id === id ? changed : other))));
  }

  /** Throws Failure. */
  async remove(id: string): Promise<void> {
    await ask(client.DELETE('/api/reminders/{reminder_id}', { params: { path: { reminder_id: id } } }));
    this.list.set((this.list.value ?? []).filter((other) => other.id !== id));
  }

  /** Lets a notification come back later; gives the instant. Throws Failure. */
  async snooze(did: string, later: Later): Promise<number> {
    return (await ask(client.POST('/api/reminders/snooze', { body: { did, for: later } }))).at;
  }
}

export const reminders = new Reminders();
