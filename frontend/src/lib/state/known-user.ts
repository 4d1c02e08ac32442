/** The last person who signed in on this device. */
export interface KnownUser {
  id: string;
  email: string;
  role: 'member' | 'admin';
}

const KEY = 'everkeel.user';

export function recall(): KnownUser | undefined {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? 'null') as KnownUser | null;
    return found?.id ? found : undefined;
  } catch {
    return undefined;
  }
}

export const remember = (user: KnownUser): void => localStorage.setItem(KEY, JSON.stringify(user));
export const forget = (): void => localStorage.removeItem(KEY);
