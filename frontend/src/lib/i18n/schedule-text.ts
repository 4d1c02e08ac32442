import { m } from '../../paraglide/messages';
import { formatList, weekdayName, weekOrder } from './format';

/** "Every day" or "Mon, Wed and Fri" of a mask of weekdays. */
export const scheduleText = (weekdays: number): string =>
  weekdays === 127
    ? m.every_day()
    : formatList(
        weekOrder()
          .filter((day) => weekdays & (1 << day))
          .map((day) => weekdayName(day, 'short')),
      );
