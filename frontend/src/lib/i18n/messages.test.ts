import { describe, expect, it } from 'vitest';
import de from '../../../messages/de.json' with { type: 'json' };
import en from '../../../messages/en.json' with { type: 'json' };

type Message = string | { match: Record<string, string> }[];
const texts = (message: Message): string[] =>
  typeof message === 'string' ? [message] : message.flatMap((variant) => Object.values(variant.match));
const placeholders = (message: Message): string[] =>
  [...new Set(texts(message).flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort();

const english = en as unknown as Record<string, Message>;
const german = de as unknown as Record<string, Message>;
const keys = Object.keys(english).filter((key) => key !== '$schema');

describe('the catalogue', () => {
  it('has the same keys in both languages, sorted', () => {
    expect(Object.keys(german)).toEqual(Object.keys(english));
    expect(keys).toEqual([...keys].sort());
  });

  it.each(keys)('%s has the same placeholders and a text in both languages', (key) => {
    expect(placeholders(german[key] ?? '')).toEqual(placeholders(english[key] ?? ''));
    for (const text of [...texts(english[key] ?? ''), ...texts(german[key] ?? '')]) {
      expect(text.trim()).not.toBe('');
      expect(text).not.toContain('!');
    }
  });
});
