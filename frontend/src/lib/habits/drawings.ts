/** Paths of icons that only views of habits need. */
export const drawings = {
  skip: 'M5 6v12l8-6zM16.5 6v12',
  pause: 'M9 6v12m6-12v12',
  rest: 'M19 14.5A7.5 7.5 0 0 1 9.5 5a7.5 7.5 0 1 0 9.5 9.5z',
  order: 'M8 5v14m0 0-3-3m3 3 3-3m5 3V5m0 0-3 3m3-3 3 3',
  drag: 'M9 7h.01M15 7h.01M9 12h.01M15 12h.01M9 17h.01M15 17h.01',
  trend: 'M4 17c3-1 4-7 7-7s3 4 5 4 3-6 4-8',
  edit: 'M5 19l1-4L16 5l3 3L9 18l-4 1z',
  year: 'M5 6.5h14V19H5zM5 10.5h14M9 4v4m6-4v4',
  plus: 'M12 5v14M5 12h14',
} as const;
export type Drawing = keyof typeof drawings;
