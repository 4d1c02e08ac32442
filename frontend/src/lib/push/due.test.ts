import { describe, expect, it } from 'vitest';
import { Connection } from '$lib/db/connection';
import type { Entity } from '$lib/db/model';
import { writeCache } from '$lib/db/read';
import { write } from '$lib/db/write';
import { uuid7 } from '$lib/sync/uuid7';
import { askedToday, countDue } from './due';

const BERLIN = { zone: 'Europe/Berlin', dayStartsAt: 3 };
const TUESDAY_AT_NINE = Date.parse('2026-11-24T08:00:00Z');
const device = '01990000-0000-7000-8000-000000000001';

const rule = (fields: object) => ({
  habitId: null,
  time: '09:00',
  weekdays: 127,
  zone: 'Europe/Berlin',
  enabled: true,
  stopped: false,
  ...fields,
});
const asked = (fields: object, now = TUESDAY_AT_NINE, where = BERLIN) => askedToday([rule(fields)], where, now).size;

describe('what reminders have asked about today', () => {
  it.each([
    ['at its minute', {}, 1],
    ['not before it', { time: '09:01' }, 0],
    ['not on other weekdays', { weekdays: 0b1111101 }, 0],
    ['not when it is off', { enabled: false }, 0],
    ['not when it has stopped', { stopped: true }, 0],
    ['not before the day started', { time: '02:00' }, 0],
    ['nor on the evening before', { time: '22:00' }, 0],
    ['by the clock of its own zone', { time: '17:00', zone: 'Asia/Tokyo' }, 1],
    ['and not by another', { time: '17:01', zone: 'Asia/Tokyo' }, 0],
    ['in a zone with an odd quarter', { time: '13:45', zone: 'Asia/Kathmandu' }, 1],
  ])('%s', (_, fields, count) => {
    expect(asked(fields)).toBe(count);
  });

  it('still counts the evening after midnight', () => {
    const one = Date.parse('2026-11-25T00:00:00Z');
    expect(asked({ time: '22:00', weekdays: 0b0000010 }, one)).toBe(1);
    expect(asked({ time: '00:30', weekdays: 0b0000100 }, one)).toBe(1);
  });

  it('counts a thing once, however often it rang', () => {
    expect(askedToday([rule({}), rule({ time: '08:00' }), rule({ habitId: 'h' })], BERLIN, TUESDAY_AT_NINE)).toEqual(
      new Set(['', 'h']),
    );
  });
});

describe('what is still due', () => {
  it('is what was asked and has no answer', async () => {
    const connection = new Connection(uuid7());
    const [walk, read] = [uuid7(), uuid7()];
    const put = (entity: Entity, entityId: string, fields: object) =>
      write(connection, { opId: uuid7(), entity, entityId, fields: { ...fields }, v: 2 }, device);
    const due = () => countDue(connection, TUESDAY_AT_NINE);
    await put('profile', connection.userId, BERLIN);
    for (const id of [walk, read]) await put('habit', id, { name: id });
    expect(await due()).toBe(0);
    await writeCache(connection, 'reminders', [rule({}), rule({ habitId: walk }), rule({ habitId: read })]);
    expect(await due()).toBe(3);
    await put('entry', `${walk}:2026-11-24`, { value: 1 });
    expect(await due()).toBe(2);
    await put('mood', uuid7(), { day: '2026-11-24', level: 3 });
    expect(await due()).toBe(1);
    await put('entry', `${read}:2026-11-24`, { skipped: true });
    expect(await due()).toBe(0);
    await put('entry', `${read}:2026-11-24`, { skipped: false });
    expect(await due()).toBe(1);
    await put('pause', 'p', { habitId: read, firstDay: '2026-11-20', lastDay: '2026-11-24' });
    expect(await due()).toBe(0);
    await put('pause', 'p', { lastDay: '2026-11-23' });
    await put('habit', read, { kind: 'at_least', target: 3 });
    for (const [amount, left] of [[2, 1], [1, 0]]) {
      await put('amount', uuid7(), { habitId: read, day: '2026-11-24', amount });
      expect(await due()).toBe(left);
    }
    await put('habit', read, { target: 4 });
    expect(await due()).toBe(1);
    await put('habit', read, { archived: true });
    expect(await due()).toBe(0);
    await put('habit', walk, { kind: 'at_least', target: 1 });
    expect(await due()).toBe(1);
    // For a computer they make a little less than 1.
    for (const amount of [0.7, 0.2, 0.1]) await put('amount', uuid7(), { habitId: walk, day: '2026-11-24', amount });
    expect(await due()).toBe(0);
  });
});
