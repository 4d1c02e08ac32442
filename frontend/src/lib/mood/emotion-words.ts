import { m } from '$lib/i18n';
import type { Emotion } from './emotions';

const words: Record<Emotion, () => string> = {
  excited: m.emotion_excited,
  joyful: m.emotion_joyful,
  proud: m.emotion_proud,
  inspired: m.emotion_inspired,
  hopeful: m.emotion_hopeful,
  energetic: m.emotion_energetic,
  calm: m.emotion_calm,
  content: m.emotion_content,
  grateful: m.emotion_grateful,
  relaxed: m.emotion_relaxed,
  loved: m.emotion_loved,
  peaceful: m.emotion_peaceful,
  anxious: m.emotion_anxious,
  stressed: m.emotion_stressed,
  angry: m.emotion_angry,
  frustrated: m.emotion_frustrated,
  overwhelmed: m.emotion_overwhelmed,
  restless: m.emotion_restless,
  sad: m.emotion_sad,
  lonely: m.emotion_lonely,
  tired: m.emotion_tired,
  bored: m.emotion_bored,
  empty: m.emotion_empty,
  ashamed: m.emotion_ashamed,
};

/** The word for an emotion; a key that this version does not know stands for itself. */
export const emotionWord = (key: string): string =>
  Object.hasOwn(words, key) ? words[key as Emotion]() : key;
