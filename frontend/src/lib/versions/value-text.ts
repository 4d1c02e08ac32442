import { formatDay, m } from '$lib/i18n';

/** How a field and its values are said. */
export interface Words {
  field: () => string;
  value?: (value: unknown) => string;
}

/** "24 November 2026" of a date; "Nothing" without one. */
export const dateText = (value: unknown): string =>
  value ? formatDay(String(value), { day: 'numeric', month: 'long', year: 'numeric' }) : m.version_nothing();
