import { m } from '$lib/i18n';

/** What a person may say of themselves, so that articles fit. */
export const medicines = [
  { value: 'ssri', label: m.medicine_ssri },
  { value: 'snri', label: m.medicine_snri },
  { value: 'maoi', label: m.medicine_maoi },
  { value: 'tricyclic', label: m.medicine_tricyclic },
  { value: 'triptan', label: m.medicine_triptan },
  { value: 'lithium', label: m.medicine_lithium },
  { value: 'stimulant', label: m.medicine_stimulant },
  { value: 'opioid', label: m.medicine_opioid },
  { value: 'other', label: m.medicine_other },
];
export const flags = [
  { value: 'psychosis', label: m.flag_psychosis },
  { value: 'bipolar', label: m.flag_bipolar },
  { value: 'in_recovery', label: m.flag_in_recovery },
  { value: 'pregnant', label: m.flag_pregnant },
  { value: 'eating_disorder', label: m.flag_eating_disorder },
];
