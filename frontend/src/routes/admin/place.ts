const SECTIONS = ['queue', 'invites', 'tools', 'explain', 'exchange', 'log', 'new'] as const;

export type AdminPlace =
  | { view: 'articles' | (typeof SECTIONS)[number] }
  | { view: 'edit' | 'preview' | 'versions'; id: string };

const ID = /^#([\da-f-]{36})(?:\/(preview|versions))?$/;

/** Where in the administration an address leads: "#invites", "#new", "#<id>", "#<id>/preview". */
export function placeOf(hash: string): AdminPlace {
  const section = SECTIONS.find((name) => hash === `#${name}`);
  if (section) return { view: section };
  const [, id, part] = ID.exec(hash) ?? [];
  return id ? { view: (part as 'preview' | 'versions' | undefined) ?? 'edit', id } : { view: 'articles' };
}
