import { SvelteMap } from 'svelte/reactivity';
import { blank } from '$lib/db/blank';
import { Connection } from '$lib/db/connection';
import { addDraft, pendingDrafts, removeDraft } from '$lib/db/journal';
import {
  entryId, type Amount, type AnyFields, type Entity, type Entry, type Factor, type FieldsOf, type Group,
  type Habit, type LifeEvent, type Mood, type Pause, type ProfileFields, type Reading, type Row, type RowKey,
  type Screening,
} from '$lib/db/model';
import { readDays, readLists, readOffset, readRows, type Found } from '$lib/db/read';
import { deviceId, setCurrentUser } from '$lib/db/shared';
import { write, type Draft } from '$lib/db/write';
import { uuid7 } from '$lib/sync/uuid7';
import { addDays } from '$lib/time/day';
import { now, setOffset } from '$lib/time/now';
import { ByKey } from './by-key';

/** Enough for a calendar month that begins before the week that Today shows. */
const WINDOW_DAYS = 45;
const isoToday = (): string => new Date(now()).toISOString().slice(0, 10);
const byPosition = (a: { position: number; id: string }, b: { position: number; id: string }): number =>
  a.position - b.position || (a.id < b.id ? -1 : 1);

/** What the person wrote, in memory and on the device. Every change is painted at once. */
class Data {
  ready = $state(false);
  /** The device did not take a change; it is tried again at each sync. */
  failed = $state(false);
  /** From this day on everything is in memory; `reach` goes further back. */
  since = $state('9999-12-31');
  profile = $state.raw<ProfileFields>();
  readonly groups = new SvelteMap<string, Group>();
  readonly habits = new SvelteMap<string, Habit>();
  readonly entries = new SvelteMap<string, Entry>();
  readonly amounts = new SvelteMap<string, Amount>();
  readonly pauses = new SvelteMap<string, Pause>();
  readonly moods = new SvelteMap<string, Mood>();
  readonly factors = new SvelteMap<string, Factor>();
  readonly events = new SvelteMap<string, LifeEvent>();
  readonly screenings = new SvelteMap<string, Screening>();
  /** By the article's id. */
  readonly readings = new SvelteMap<string, Reading>();
  /** Amounts by `entryId(habitId, day)`, the oldest first. */
  readonly amountsOn = new ByKey<Amount>(({ habitId, day }) => entryId(habitId, day), (a, b) => a.at - b.at);
  /** Moods by day, the newest first. */
  readonly moodsOn = new ByKey<Mood>(({ day }) => day, (a, b) => b.at - a.at);

  /** Habits that are neither archived nor deleted, in their order. */
  readonly activeHabits = $derived.by(() => [...this.habits.values()].filter((habit) => !habit.archived).sort(byPosition));
  readonly archivedHabits = $derived.by(() => [...this.habits.values()].filter((habit) => habit.archived).sort(byPosition));
  readonly sortedGroups = $derived.by(() => [...this.groups.values()].sort(byPosition));
  readonly sortedFactors = $derived.by(() => [...this.factors.values()].sort(byPosition));

  connection: Connection | undefined;
  /** Called after each change: with the rows that other tabs should read again. */
  onWritten: (keys: RowKey[]) => void = () => {};
  onOutdated: () => void = () => {};
  readonly #maps = {
    group: this.groups, habit: this.habits, entry: this.entries, amount: this.amounts, pause: this.pauses,
    mood: this.moods, factor: this.factors, event: this.events, screening: this.screenings, reading: this.readings,
  } as unknown as Record<Exclude<Entity, 'profile'>, SvelteMap<string, AnyFields>>;
  /** Deleted things that may come back. */
  readonly #gone = new Map<string, AnyFields>();
  readonly #unkept = new Set<string>();
  /** What each change is of that is painted and not on the device yet. */
  readonly #underWay = new Map<string, string>();
  /** What was not shown again because something newer was under way. */
  readonly #missed = new Set<string>();
  readonly #laid = new Map<string, { fields: AnyFields; taken: () => void }>();
  #writes: Promise<unknown> = Promise.resolve();
  #reaching: Promise<void> = Promise.resolve();

  /** Opens a person's database and reads what the screens need. */
  async open(userId: string): Promise<void> {
    await this.close();
    const connection = new Connection(userId, () => this.onOutdated());
    this.connection = connection;
    try {
      void setCurrentUser(userId).catch(() => {});
      await this.retry();
      const [offset, lists] = await Promise.all([readOffset(connection), readLists(connection)]);
      setOffset(offset);
      this.#fill(lists);
      await this.reach(addDays(isoToday(), -this.#window()));
    } catch {
      this.failed = true;
    }
    this.ready = true;
  }

  async close(): Promise<void> {
    this.ready = false;
    this.profile = undefined;
    this.since = '9999-12-31';
    for (const map of [...Object.values(this.#maps), this.#gone, this.#unkept, this.#underWay, this.#missed, this.#laid, this.amountsOn, this.moodsOn]) map.clear();
    await this.#writes;
    await this.connection?.close();
    this.connection = undefined;
  }

  /** Brings everything from a day on into memory; nothing to do when it is there. */
  reach(day: string): Promise<void> {
    return (this.#reaching = this.#reaching.catch(() => {}).then(async () => {
      const { connection, since } = this;
      if (!connection || day >= since) return;
      const found = await readDays(connection, day, since === '9999-12-31' ? undefined : since);
      if (connection !== this.connection) return;
      this.#fill(found);
      this.since = day;
    }));
  }

  /** Takes the profile of the signed-in answer until the first sync brings it. */
  greet(profile: ProfileFields): void {
    this.profile ??= { ...blank.profile, ...profile };
  }

  /** Changes fields of one thing: painted now, kept on the device, sent later. */
  write<E extends Entity>(entity: E, id: string, fields: Partial<FieldsOf[E]>): Promise<void> {
    const connection = this.connection;
    if (!connection) throw new Error('No database is open.');
    this.#paint(entity, id, fields);
    const laid = this.#laid.get(`${entity}/${id}`);
    this.#laid.delete(`${entity}/${id}`);
    const draft: Draft = { opId: uuid7(), entity, entityId: id, fields: { ...laid?.fields, ...fields }, v: 2 };
    addDraft(connection.userId, draft);
    this.#underWay.set(draft.opId, `${entity}/${id}`);
    const done = this.#keep(connection, draft);
    this.#writes = Promise.all([this.#writes, done]);
    if (laid) void done.then(laid.taken);
    return done;
  }

  /** Shows fields that were not accepted before; the next change of the thing takes them along, then `taken` is called. */
  lay(entity: Entity, id: string, fields: AnyFields, taken: () => void): void {
    this.#paint(entity, id, fields);
    this.#laid.set(`${entity}/${id}`, { fields, taken });
  }

  /** The fields of anything, also of a deleted thing that is still known here. */
  get(entity: Entity, id: string): AnyFields | undefined {
    if (entity === 'profile') return this.profile as AnyFields | undefined;
    return this.#maps[entity].get(id) ?? this.#gone.get(id);
  }

  /** Tries again what the device did not take, as the journal has it. */
  async retry(): Promise<void> {
    const { connection } = this;
    if (!connection) return;
    for (const draft of pendingDrafts(connection.userId)) await this.#keep(connection, draft);
  }

  /** Resolves when every change so far is on the device. */
  settled(): Promise<unknown> {
    return this.#writes;
  }

  /** Reads rows again, after a sync or when another tab changed them. */
  async refresh(keys: RowKey[]): Promise<void> {
    const { connection } = this;
    if (!connection || keys.length === 0) return;
    const found = await readRows(connection, keys);
    if (connection !== this.connection) return;
    const newer = new Set(this.#underWay.values());
    for (const { entity, id, row } of found) {
      if (newer.has(`${entity}/${id}`)) this.#missed.add(`${entity}/${id}`);
      else if (this.#reached(entity, id, row)) this.#show(entity, id, row);
    }
  }

  /** Older rows stay on the device until somebody looks that far back. */
  #reached(entity: Entity, id: string, row: Row | undefined): boolean {
    return !row?.day || row.day >= this.since || entity === 'profile' || this.#maps[entity].has(id);
  }

  /** A habit that counts in rolling days looks further back. */
  #window(): number {
    const rolling = [...this.habits.values()].filter(({ schedule }) => schedule === 'rolling');
    return Math.max(WINDOW_DAYS, ...rolling.map(({ days }) => days + 14));
  }

  #fill(found: Found): void {
    for (const [entity, row] of found) this.#show(entity, row.id, row);
  }

  async #keep(connection: Connection, draft: Draft): Promise<void> {
    try {
      await write(connection, draft, await deviceId());
      removeDraft(connection.userId, draft.opId);
      this.#unkept.delete(draft.opId);
      this.#underWay.delete(draft.opId);
      const key = { entity: draft.entity, id: draft.entityId };
      this.onWritten([key]);
      if (this.#missed.delete(`${key.entity}/${key.id}`)) void this.refresh([key]);
    } catch {
      this.#unkept.add(draft.opId);
    }
    this.failed = this.#unkept.size > 0;
  }

  #paint(entity: Entity, id: string, fields: object): void {
    this.#show(entity, id, { id, base: null, view: { ...(this.get(entity, id) ?? blank[entity]), ...fields } });
  }

  #show(entity: Entity, id: string, row: Row | undefined): void {
    if (entity === 'profile') {
      if (row) this.profile = { ...blank.profile, ...row.view } as ProfileFields;
      return;
    }
    const map = this.#maps[entity];
    const before = map.get(id);
    const thing = row && { ...blank[entity], ...row.view, id };
    const after = thing?.deleted ? undefined : thing;
    if (after) map.set(id, after as unknown as AnyFields);
    else map.delete(id);
    if (thing?.deleted) this.#gone.set(id, thing as unknown as AnyFields);
    if (entity === 'amount') this.amountsOn.set(before as unknown as Amount, after as unknown as Amount);
    if (entity === 'mood') this.moodsOn.set(before as unknown as Mood, after as unknown as Mood);
  }
}

export const data = new Data();
