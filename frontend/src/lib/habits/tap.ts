import { entryId, type EntryFields, type Habit } from '$lib/db/model';
import { m } from '$lib/i18n';
import { data } from '$lib/state/data.svelte';
import { uuid7 } from '$lib/sync/uuid7';
import { now } from '$lib/time/now';
import { toasts } from '$lib/ui/toasts.svelte';
import { withUnit } from './amount';
import { factsOf, isDoneOn } from './facts';

const undo = (text: string, run: () => void): void => toasts.show(text, { label: m.undo(), run });

/** Writes an entry, ticks, and offers the way back to what was there. */
export function note(habit: Habit, day: string, fields: Partial<EntryFields>, text: string): void {
  const id = entryId(habit.id, day);
  const before = data.entries.get(id);
  const back = before ?? { value: 0, skipped: false, deleted: habit.kind === 'avoid' };
  void data.write('entry', id, { value: before?.value ?? 0, skipped: false, deleted: false, ...fields });
  navigator.vibrate?.(10);
  undo(text, () => {
    const { value, skipped, deleted } = back;
    void data.write('entry', id, { value, skipped, deleted });
  });
}

/** Done, or not done after all. */
export function toggle(habit: Habit, day: string): void {
  const done = isDoneOn(habit, day);
  const { name } = habit;
  note(habit, day, { value: done ? 0 : 1 }, done ? m.habit_undone_toast({ name }) : m.habit_done_toast({ name }));
}

/** Kept or slipped; the same tap again leaves the day open. */
export function keep(habit: Habit, day: string, value: 0 | 1): void {
  const { name } = habit;
  if (factsOf(habit, day).value === value) note(habit, day, { deleted: true }, m.habit_cleared_toast({ name }));
  else note(habit, day, { value }, value ? m.habit_kept_toast({ name }) : m.habit_slipped_toast({ name }));
}

/** Adds to a measured day; gives back what was added by the undo. */
export function addAmount(habit: Habit, day: string, amount: number): void {
  const id = uuid7();
  void data.write('amount', id, { habitId: habit.id, day, at: now(), amount, deleted: false });
  if (factsOf(habit, day).skipped) void data.write('entry', entryId(habit.id, day), { skipped: false });
  navigator.vibrate?.(10);
  const value = withUnit(factsOf(habit, day).sum, habit.unit);
  undo(m.habit_amount_toast({ name: habit.name, value }), () => void data.write('amount', id, { deleted: true }));
}
