import { SvelteMap } from 'svelte/reactivity';
import { Connection } from '$lib/db/connection';
import { addDraft, pendingDrafts, removeDraft } from '$lib/db/journal';
import type { Entity, Entry, FieldsOf, Habit, Mood, ProfileFields, Row, RowKey } from '$lib/db/model';
import { blank } from '$lib/db/model';
import { readRows, readWindow, type Window } from '$lib/db/read';
import { deviceId, setCurrentUser } from '$lib/db/shared';
import { write, type Draft } from '$lib/db/write';
import { uuid7 } from '$lib/sync/uuid7';
import { addDays } from '$lib/time/day';

const WINDOW_DAYS = 35;
const isoToday = (): string => new Date().toISOString().slice(0, 10);

/** What the person wrote, in memory and on the device. Every change is painted at once. */
class Data {
  ready = $state(false);
  /** The device did not take the last change. */
  failed = $state(false);
  profile = $state.raw<ProfileFields>();
  readonly habits = new SvelteMap<string, Habit>();
  readonly entries = new SvelteMap<string, Entry>();
  readonly moods = new SvelteMap<string, Mood>();

  /** Habits that are neither archived nor deleted, in their order. */
  readonly activeHabits = $derived.by(() => this.#sorted((habit) => !habit.archived));
  readonly archivedHabits = $derived.by(() => this.#sorted((habit) => habit.archived));

  connection: Connection | undefined;
  /** Called after each change: with the rows that other tabs should read again. */
  onWritten: (keys: RowKey[]) => void = () => {};
  onOutdated: () => void = () => {};
  #writes: Promise<unknown> = Promise.resolve();

  /** Opens a person's database and reads what the screens need. */
  async open(userId: string): Promise<void> {
    await this.close();
    const connection = new Connection(userId, () => this.onOutdated());
    this.connection = connection;
    try {
      await setCurrentUser(userId);
      for (const draft of pendingDrafts(userId)) await this.#keep(connection, draft);
      this.#fill(userId, await readWindow(connection, addDays(isoToday(), -WINDOW_DAYS)));
    } catch {
      this.failed = true;
    }
    this.ready = true;
  }

  async close(): Promise<void> {
    this.ready = false;
    this.profile = undefined;
    for (const map of [this.habits, this.entries, this.moods]) map.clear();
    await this.#writes;
    await this.connection?.close();
    this.connection = undefined;
  }

  /** Takes the profile of the signed-in answer until the first sync brings it. */
  greet(profile: ProfileFields): void {
    this.profile ??= profile;
  }

  /** Changes fields of one thing: painted now, kept on the device, sent later. */
  write<E extends Entity>(entity: E, id: string, fields: Partial<FieldsOf[E]>): Promise<void> {
    const connection = this.connection;
    if (!connection) throw new Error('No database is open.');
    this.#paint(entity, id, fields);
    const draft: Draft = { opId: uuid7(), entity, entityId: id, fields, v: 1 };
    addDraft(connection.userId, draft);
    const done = this.#keep(connection, draft);
    this.#writes = done;
    return done;
  }

  /** Resolves when every change so far is on the device. */
  settled(): Promise<unknown> {
    return this.#writes;
  }

  /** Reads rows again, after a sync or when another tab changed them. */
  async refresh(keys: RowKey[]): Promise<void> {
    if (!this.connection || keys.length === 0) return;
    for (const { entity, id, row } of await readRows(this.connection, keys)) this.#show(entity, id, row);
  }

  #fill(userId: string, found: Window): void {
    for (const row of found.habits) this.#show('habit', row.id, row);
    for (const row of found.entries) this.#show('entry', row.id, row);
    for (const row of found.moods) this.#show('mood', row.id, row);
    if (found.profile) this.#show('profile', userId, found.profile);
  }

  async #keep(connection: Connection, draft: Draft): Promise<void> {
    try {
      await write(connection, draft, await deviceId());
      removeDraft(connection.userId, draft.opId);
      this.failed = false;
      this.onWritten([{ entity: draft.entity, id: draft.entityId }]);
    } catch {
      this.failed = true;
    }
  }

  #paint<E extends Entity>(entity: E, id: string, fields: Partial<FieldsOf[E]>): void {
    const now = entity === 'profile' ? this.profile : this.#map(entity)?.get(id);
    const base = now ? $state.snapshot(now) : blank[entity];
    this.#show(entity, id, { id, base: null, view: { ...base, ...fields } });
  }

  #show(entity: Entity, id: string, row: Row | undefined): void {
    if (entity === 'profile') {
      if (row) this.profile = row.view as unknown as ProfileFields;
      return;
    }
    const map = this.#map(entity) as SvelteMap<string, unknown> | undefined;
    if (!row || row.view['deleted']) map?.delete(id);
    else map?.set(id, { ...row.view, id });
  }

  #map(entity: Entity) {
    if (entity === 'habit') return this.habits;
    if (entity === 'entry') return this.entries;
    return entity === 'mood' ? this.moods : undefined;
  }

  #sorted(wanted: (habit: Habit) => boolean): Habit[] {
    const found = [...this.habits.values()].filter(wanted);
    return found.sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
  }
}

export const data = new Data();
