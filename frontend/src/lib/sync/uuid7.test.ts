import { expect, it } from 'vitest';
import { uuid7 } from './uuid7';

it('is a version 7 UUID that sorts by time', () => {
  const ids = Array.from({ length: 5000 }, () => uuid7(1_764_000_000_000));
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

it('does not go back with the clock', () => {
  const first = uuid7(1_900_000_000_000);
  expect(uuid7(1_800_000_000_000) > first).toBe(true);
});
