/** '+' is pleasant or high energy, '-' the opposite. */
export type Sign = '+' | '-';
/** A place on the two axes: pleasant first, energy second. */
export type Quadrant = `${Sign}${Sign}`;

/** The keys of emotions by their place; the server's list is backend/checkins/emotions.py. */
export const emotions = {
  '++': ['excited', 'joyful', 'proud', 'inspired', 'hopeful', 'energetic'],
  '+-': ['calm', 'content', 'grateful', 'relaxed', 'loved', 'peaceful'],
  '-+': ['anxious', 'stressed', 'angry', 'frustrated', 'overwhelmed', 'restless'],
  '--': ['sad', 'lonely', 'tired', 'bored', 'empty', 'ashamed'],
} as const satisfies Record<Quadrant, string[]>;

export type Emotion = (typeof emotions)[Quadrant][number];

export const MOST_EMOTIONS = 12;

/** Row by row as they are drawn: high energy above, pleasant at the end of the line. */
export const quadrants: Quadrant[] = ['-+', '++', '--', '+-'];

/** Where an emotion stands; an unknown key stands nowhere. */
export const quadrantOf = (key: string): Quadrant | undefined =>
  quadrants.find((quadrant) => (emotions[quadrant] as readonly string[]).includes(key));

/** The emotions of that half or quarter; none as long as nothing is chosen. */
export function emotionsAt(pleasant: Sign | undefined, energy: Sign | undefined): Emotion[] {
  if (!pleasant && !energy) return [];
  return quadrants
    .filter((quadrant) => (!pleasant || quadrant[0] === pleasant) && (!energy || quadrant[1] === energy))
    .flatMap((quadrant) => [...emotions[quadrant]]);
}
