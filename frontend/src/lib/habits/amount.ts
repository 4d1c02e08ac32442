import { formatNumber } from '$lib/i18n';

/** A number as people write it; `grouped` with separators between thousands. */
export const amountText = (value: number, grouped = true): string =>
  formatNumber(value, { maximumFractionDigits: 3, useGrouping: grouped });

/** "4 glasses", or only the number when there is no unit. */
export const withUnit = (value: number, unit: string): string =>
  unit ? `${amountText(value)} ${unit}` : amountText(value);
