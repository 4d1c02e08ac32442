import { isDeepStrictEqual } from 'node:util';
import type { Change } from '$lib/api/types';
import type { AnyFields } from '$lib/db/model';
import type { Contents, Device } from './device';
import { rowKey, type Ledger } from './ledger';

type Rows = Map<string, AnyFields>;

/** What is not as it must be once everything has been sent; nothing when all is well. */
export async function differences(devices: Device[], ledger: Ledger): Promise<string[]> {
  const feed = await everything(devices[0] as Device);
  const rows: Rows = new Map(feed.map((change) => [rowKey(change.entity, change.entityId), change.fields]));
  const end = Math.max(...feed.map(({ seq }) => seq));
  const found = [...lost(ledger), ...wronglyMerged(ledger, rows), ...lastTaps(ledger, rows), ...numbered(feed)];
  for (const device of devices) {
    const contents = await device.contents();
    found.push(...[...device.owed].map((key) => `${device.id} was never told the winner of ${key}`));
    found.push(...unsettled(contents, ledger, device.id, end), ...unlike(contents.rows, rows, device.id));
  }
  return found;
}

/** The whole feed, as a device reads it that knows nothing yet. */
async function everything(device: Device): Promise<Change[]> {
  const answer = await device.wire.steady({ device: device.id, cursor: 0, limit: 1000, ops: [] });
  return answer.hasMore ? [] : answer.changes;
}

/** Every operation that a device wrote got its one verdict. */
function lost(ledger: Ledger): string[] {
  const silent = [...ledger.written.keys()].filter((id) => !ledger.verdicts.has(id));
  return silent.map((id) => `${id} was lost: ${JSON.stringify(ledger.written.get(id)?.fields)}`);
}

/** The server has of each field what the greatest stamp wrote, and no rows of its own making. */
function wronglyMerged(ledger: Ledger, rows: Rows): string[] {
  const found: string[] = [];
  for (const [key, name, values] of ledger.standing()) {
    const value = rows.get(key)?.[name];
    if (!values.some((one) => isDeepStrictEqual(one, value)))
      found.push(`${key} has ${name} ${JSON.stringify(value)}, not ${JSON.stringify(values)}`);
  }
  const known = (key: string): boolean => ledger.knows(key) || key.startsWith('profile/');
  return [...found, ...[...rows.keys()].filter((key) => !known(key)).map((key) => `${key} is nobody's`)];
}

/** What only one device ever wrote stands as it wrote it last, however wrong its clock went. */
function lastTaps(ledger: Ledger, rows: Rows): string[] {
  const taps = new Map<string, { key: string; name: string; value: unknown; devices: Set<string> }>();
  for (const { opId, entity, entityId, fields, stamp } of ledger.written.values()) {
    if (ledger.verdicts.get(opId) === 'rejected') continue;
    for (const [name, value] of Object.entries(fields)) {
      const key = rowKey(entity, entityId);
      const devices = taps.get(`${key}.${name}`)?.devices ?? new Set();
      taps.set(`${key}.${name}`, { key, name, value, devices: devices.add(stamp.slice(21)) });
    }
  }
  const wrong = [...taps.values()].filter(
    ({ key, name, value, devices }) => devices.size === 1 && !isDeepStrictEqual(rows.get(key)?.[name], value),
  );
  return wrong.map(({ key, name, value }) => `the last tap of ${key} wrote ${name} ${JSON.stringify(value)}`);
}

function numbered(feed: Change[]): string[] {
  const rising = feed.every(({ seq }, place) => !place || seq > (feed[place - 1] as Change).seq);
  return rising ? [] : ['the feed does not rise'];
}

/** Nothing waits; what was refused is kept, once; the whole feed has been read. */
function unsettled(contents: Contents, ledger: Ledger, device: string, end: number): string[] {
  const { outbox, refused, cursor } = contents;
  const wrong = [...ledger.written.values()].filter(
    ({ opId, stamp }) => stamp.endsWith(device) && ledger.verdicts.get(opId) === 'rejected',
  );
  const same = isDeepStrictEqual(wrong.map(({ opId }) => opId).sort(), [...refused].sort());
  return [
    ...(outbox.length ? [`${outbox.length} still wait on ${device}`] : []),
    ...(same ? [] : [`${device} keeps ${refused.length} of ${wrong.length} refused`]),
    ...(cursor >= end ? [] : [`${device} has read up to ${cursor} of ${end}`]),
  ];
}

/** The device shows what the server has, and nothing else. */
function unlike(mine: Rows, theirs: Rows, device: string): string[] {
  return [...new Set([...mine.keys(), ...theirs.keys()])].flatMap((key) => {
    const [here, there] = [mine.get(key), theirs.get(key)];
    const names = Object.keys(there ?? {});
    const shown = here && Object.fromEntries(names.map((name) => [name, here[name]]));
    if (isDeepStrictEqual(shown, there)) return [];
    return [`${device} shows ${key} as ${JSON.stringify(shown)}, the server ${JSON.stringify(there)}`];
  });
}
