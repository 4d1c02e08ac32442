import { m } from '../../paraglide/messages';
import { formatList, weekdayName, weekOrder } from './format';

const moods = [m.mood_1, m.mood_2, m.mood_3, m.mood_4, m.mood_5];
const colours = [m.colour_0, m.colour_1, m.colour_2, m.colour_3, m.colour_4, m.colour_5, m.colour_6, m.colour_7];

/** The word for a mood from 1 to 5. */
export const moodWord = (level: number): string => moods[level - 1]?.() ?? '';
/** What a mood is called: by the person's own name for it, else by its level. */
export const moodName = ({ level, word }: { level: number; word: string }): string => word || moodWord(level);
export const colourWord = (index: number): string => colours[index]?.() ?? '';

/** "Every day" or "Mon, Wed and Fri" of a mask of weekdays. */
export const scheduleText = (weekdays: number): string =>
  weekdays === 127
    ? m.every_day()
    : formatList(
        weekOrder()
          .filter((day) => weekdays & (1 << day))
          .map((day) => weekdayName(day, 'short')),
      );
