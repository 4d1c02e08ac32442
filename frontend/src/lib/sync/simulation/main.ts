/** Runs schedules against a server: the terms come in a file, the sums go to standard output. */
import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { schedule, type Tally, type Terms } from './schedule';
import type { Account } from './wire';

const AT_ONCE = 16;
const MOST_TOLD = 5;

interface Task extends Terms {
  firstSeed: number;
  accounts: Account[];
}

const task = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Task;
const sums = { schedules: 0, operations: 0, superseded: 0, rejected: 0, requests: 0, lost: 0, replays: 0 };
const failures: { seed: number; faults: string[] }[] = [];
let next = 0;

function add(seed: number, tally: Tally): void {
  sums.schedules += 1;
  for (const name of ['operations', 'superseded', 'rejected', 'requests', 'lost', 'replays'] as const)
    sums[name] += tally[name];
  if (tally.faults.length) failures.push({ seed, faults: tally.faults.slice(0, MOST_TOLD) });
}

async function work(): Promise<void> {
  for (let place = next++; place < task.accounts.length; place = next++) {
    const [seed, account] = [task.firstSeed + place, task.accounts[place] as Account];
    add(seed, await schedule(task, account, seed).catch(broken));
  }
}

const broken = (error: unknown): Tally => ({
  operations: 0, superseded: 0, rejected: 0, requests: 0, lost: 0, replays: 0,
  faults: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
});

await Promise.all(Array.from({ length: AT_ONCE }, work));
const told = failures.sort((a, b) => a.seed - b.seed).slice(0, MOST_TOLD);
process.stdout.write(`${JSON.stringify({ ...sums, failed: failures.length, failures: told })}\n`);
process.exit(0);
