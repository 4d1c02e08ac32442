export type AdminPlace =
  | { view: 'articles' }
  | { view: 'invites' }
  | { view: 'new' }
  | { view: 'edit'; id: string }
  | { view: 'preview'; id: string };

const ID = /^#([\da-f-]{36})(\/preview)?$/;

/** Where in the administration an address leads: "#invites", "#new", "#<id>", "#<id>/preview". */
export function placeOf(hash: string): AdminPlace {
  if (hash === '#invites') return { view: 'invites' };
  if (hash === '#new') return { view: 'new' };
  const [, id, preview] = ID.exec(hash) ?? [];
  return id ? { view: preview ? 'preview' : 'edit', id } : { view: 'articles' };
}
