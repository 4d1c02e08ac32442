/** Gives the person a JSON file. */
export function download(name: string, content: unknown): void {
  const json = JSON.stringify(content, null, 2);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([json], { type: 'application/json' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
