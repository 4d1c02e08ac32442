import type { Habit, Pause, PauseFields } from '$lib/db/model';
import { m } from '$lib/i18n';
import { data } from '$lib/state/data.svelte';
import { endPause, pauseHabit, removePause } from '$lib/state/pauses';
import { deleteWithUndo } from '$lib/state/undo';
import { toasts } from '$lib/ui/toasts.svelte';
import { factsOf } from './facts';
import { note } from './tap';

const undo = (text: string, run: () => void): void => toasts.show(text, { label: m.undo(), run });

/** Leaves a day out, or lets it count again. */
export function skip(habit: Habit, day: string): void {
  const { name } = habit;
  const { skipped, value } = factsOf(habit, day);
  if (!skipped) return note(habit, day, { skipped: true }, m.habit_skip_toast({ name }));
  // An avoided habit without an answer is open, not slipped.
  const open = habit.kind === 'avoid' && value !== 1;
  note(habit, day, open ? { deleted: true } : {}, m.habit_unskip_toast({ name }));
}

/** Takes away one amount of a day. */
export const takeAmount = (id: string, value: string): void =>
  deleteWithUndo('amount', id, m.habit_amount_removed({ value }));

export type PauseDraft = Pick<PauseFields, 'habitId' | 'firstDay' | 'lastDay'>;

/** Begins or plans a pause; `name` is what pauses. */
export function begin({ habitId, firstDay, lastDay }: PauseDraft, name: string): void {
  const id = pauseHabit(habitId, firstDay, lastDay);
  undo(m.pause_saved({ name }), () => void removePause(id));
}

export function change({ id, firstDay, lastDay }: Pause, draft: PauseDraft): void {
  void data.write('pause', id, { firstDay: draft.firstDay, lastDay: draft.lastDay });
  undo(m.pause_changed(), () => void data.write('pause', id, { firstDay, lastDay }));
}

/** From this day on it counts again. */
export function end({ id, lastDay }: Pause, day: string): void {
  void endPause(id, day);
  undo(m.pause_ended(), () => void data.write('pause', id, { lastDay, deleted: false }));
}

export const remove = ({ id }: Pause): void => deleteWithUndo('pause', id, m.pause_removed());

/** A pause of one day for all habits. */
export function rest(day: string): void {
  const id = pauseHabit(null, day, day);
  undo(m.day_rest_toast(), () => void removePause(id));
}

/** Puts a habit away or takes it up again; the days in between are a pause, so that none is missed. */
export function archive({ id, name, archived }: Habit): void {
  void data.write('habit', id, { archived: !archived });
  const back = archived ? endOpenPauses(id) : pauseFrom(id);
  const text = archived ? m.habit_added({ name }) : m.habit_archived({ name });
  undo(text, () => {
    void data.write('habit', id, { archived });
    back();
  });
}

/** Pauses a habit from today unless it is paused for good; gives what takes that back. */
function pauseFrom(habitId: string): () => void {
  if (openPauses(habitId).length) return () => undefined;
  const id = pauseHabit(habitId);
  return () => void removePause(id);
}

/** Lets today count again; gives what takes that back. */
function endOpenPauses(habitId: string): () => void {
  const open = openPauses(habitId);
  for (const { id } of open) void endPause(id);
  return () => open.forEach(({ id }) => void data.write('pause', id, { lastDay: null, deleted: false }));
}

const openPauses = (habitId: string): Pause[] =>
  [...data.pauses.values()].filter((pause) => pause.habitId === habitId && pause.lastDay === null);
