import type { EventFields } from '$lib/db/model';

/** Whether an event lasts over this day, or asks to be looked at on it. */
export const touches = ({ day, endsOn, followUpOn }: Pick<EventFields, 'day' | 'endsOn' | 'followUpOn'>, today: string): boolean =>
  followUpOn === today || (day <= today && today <= (endsOn ?? day));
