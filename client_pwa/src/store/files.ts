// Gives a file into the person's hands: by the phone's own sharing where it takes such files, else as a download.

/** Answers once the person has it, or has seen that he can save it. */
export async function saveFile(file: File): Promise<void> {
  const share = { files: [file] };
  if (navigator.canShare?.(share)) {
    const shared = await navigator.share(share).then(() => true, (error: unknown) => error instanceof DOMException && error.name === 'AbortError');
    if (shared) return;
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  URL.revokeObjectURL(link.href);
}
