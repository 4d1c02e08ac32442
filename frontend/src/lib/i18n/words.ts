import { m } from '../../paraglide/messages';

const moods = [m.mood_1, m.mood_2, m.mood_3, m.mood_4, m.mood_5];

/** The word for a mood from 1 to 5. */
export const moodWord = (level: number): string => moods[level - 1]?.() ?? '';
/** What a mood is called: by the person's own name for it, else by its level. */
export const moodName = ({ level, word }: { level: number; word: string }): string => word || moodWord(level);
