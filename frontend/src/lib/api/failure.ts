/** RFC 9457 problem details as the server writes them. */
export interface Problem {
  type: string;
  title: string;
  status?: number;
  detail?: string;
  errors?: { field: string; message: string }[];
}

/** A request that brought nothing; status 0 = there was no answer at all. */
export class Failure extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem | undefined,
    cause?: unknown,
  ) {
    super(problem?.title ?? `HTTP ${status}`, { cause });
    this.name = 'Failure';
  }

  /** The last part of the problem's type, such as "weak-password"; "offline" without an answer. */
  get code(): string {
    if (this.status === 0 || this.status === 502 || this.status === 504) return 'offline';
    return this.problem?.type?.split(':').pop() ?? 'unknown';
  }

  /** What the server says about one field of what was sent. */
  field(name: string): string | undefined {
    return this.problem?.errors?.find((error) => error.field === name)?.message;
  }
}
