import { AsyncLocalStorage } from 'node:async_hooks';
import { IDBFactory } from 'fake-indexeddb';

/** What differs between phones that share this process: their storage and their clock. */
export interface Phone {
  storage: IDBFactory;
  /** By how many milliseconds its clock is wrong. */
  skew: number;
}

const held = new AsyncLocalStorage<Phone>();
const now = Date.now;

/** Milliseconds of the one clock that is right. */
export const trueTime = (): number => now();

Date.now = () => now() + (held.getStore()?.skew ?? 0);
Object.defineProperty(globalThis, 'indexedDB', { get: () => held.getStore()?.storage });

export const newPhone = (skew: number): Phone => ({ storage: new IDBFactory(), skew });

/** Does the work on that phone, up to its last await. */
export const on = <T>(phone: Phone, work: () => Promise<T>): Promise<T> => held.run(phone, work);
