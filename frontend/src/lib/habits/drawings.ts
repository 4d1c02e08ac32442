/** Paths of icons that only views of habits need. */
export const drawings = {
  skip: 'M5 6v12l8-6zM16.5 6v12',
  pause: 'M9 6v12m6-12v12',
  rest: 'M19 14.5A7.5 7.5 0 0 1 9.5 5a7.5 7.5 0 1 0 9.5 9.5z',
  order: 'M8 5v14m0 0-3-3m3 3 3-3m5 3V5m0 0-3 3m3-3 3 3',
  up: 'M5 14l7-7 7 7',
  down: 'M5 10l7 7 7-7',
  drag: 'M9 7h.01M15 7h.01M9 12h.01M15 12h.01M9 17h.01M15 17h.01',
  minus: 'M5 12h14',
  box: 'M4.5 5h15v4h-15zM6 9v10h12V9m-8 3.5h4',
  bin: 'M5 7h14M10 4h4M7 7l1 13h8l1-13',
  trend: 'M4 17c3-1 4-7 7-7s3 4 5 4 3-6 4-8',
  edit: 'M5 19l1-4L16 5l3 3L9 18l-4 1z',
  year: 'M5 5h4v4H5zm5.5 0h4v4h-4zM16 5h3v4h-3zM5 10.5h4v4H5zm5.5 0h4v4h-4zm5.5 0h3v4h-3zM5 16h4v3H5zm5.5 0h4v3h-4z',
  plus: 'M12 5v14M5 12h14',
} as const;
export type Drawing = keyof typeof drawings;
