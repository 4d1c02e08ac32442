import { m } from '../../paraglide/messages';

const colours = [m.colour_0, m.colour_1, m.colour_2, m.colour_3, m.colour_4, m.colour_5, m.colour_6, m.colour_7];

/** The name of a colour that a habit can have. */
export const colourWord = (index: number): string => colours[index]?.() ?? '';
