import { Agent, request as open } from 'node:http';
import { Failure, type Problem } from '$lib/api/failure';
import type { SyncAnswer, SyncRequest } from '$lib/api/types';
import type { Send } from '$lib/sync/flush';
import type { Ledger } from './ledger';
import type { Random } from './random';

export interface Account {
  id: string;
  cookie: string;
}

const LOST_REQUEST = 0.12;
const LOST_ANSWER = 0.15;
const LEFT_UNDERWAY = 0.08;
const REPEATED = 0.05;
const PAGES = [1, 2, 3, 20, 500, 500];
const BATCHES = [1, 3, 200, 200];

const agent = new Agent({ keepAlive: true });

/** The way between one person's devices and the server, as bad as the worst train. */
export class Wire {
  /** Requests that nobody waits for any more, though the server may still be at them. */
  readonly #underway: Promise<unknown>[] = [];
  lost = 0;

  constructor(
    private readonly origin: string,
    private readonly account: Account,
    private readonly random: Random,
    private readonly ledger: Ledger,
  ) {}

  /** The server's answer, entered in the ledger. */
  readonly steady: Send = async (body) => {
    const answer = await post(this.origin, this.account, body);
    this.ledger.note(body, answer);
    return answer;
  };

  /** Small pages and batches; requests and answers get lost, and some arrive twice. */
  readonly flaky: Send = async (body) => {
    const ops = body.ops.slice(0, this.random.pick(BATCHES));
    const part = { ...body, ops, limit: this.random.pick(PAGES) };
    if (this.random.chance(LOST_REQUEST)) throw this.#loss();
    if (this.random.chance(LEFT_UNDERWAY)) {
      this.#underway.push(this.steady(part));
      throw this.#loss();
    }
    const answer = await this.steady(part);
    if (this.random.chance(LOST_ANSWER)) throw this.#loss();
    if (this.random.chance(REPEATED)) await this.steady(part);
    return answer;
  };

  /** Waits for whatever still goes on at the server. */
  async quiet(): Promise<void> {
    await Promise.all(this.#underway.splice(0));
  }

  #loss(): Failure {
    this.lost += 1;
    return new Failure(0, undefined);
  }
}

function post(origin: string, account: Account, body: SyncRequest): Promise<SyncAnswer> {
  const text = JSON.stringify(body);
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    'Sec-Fetch-Site': 'same-origin',
    Cookie: account.cookie,
  };
  return new Promise((resolve, reject) => {
    const sent = open(`${origin}/api/sync`, { method: 'POST', agent, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const json: unknown = JSON.parse(Buffer.concat(parts).toString() || 'null');
        if (response.statusCode === 200) resolve(json as SyncAnswer);
        else reject(new Failure(response.statusCode ?? 0, json as Problem));
      });
    });
    sent.on('error', reject);
    sent.end(text);
  });
}
