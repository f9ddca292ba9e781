import { getCurrentWebview } from '@tauri-apps/api/webview';

/** Files dropped anywhere on the window, one call a path. Returns how to stop. */
export function listenToDrops(take: (path: string) => void | Promise<void>): () => void {
  let stop: (() => void) | undefined;
  let stopped = false;
  subscribe(take)
    .then((unlisten) => {
      if (stopped) unlisten();
      else stop = unlisten;
    })
    .catch((error: unknown) => console.warn('drops', error));
  return () => {
    stopped = true;
    stop?.();
  };
}

async function subscribe(take: (path: string) => void | Promise<void>): Promise<() => void> {
  return getCurrentWebview().onDragDropEvent(async ({ payload }) => {
    if (payload.type !== 'drop') return;
    for (const path of payload.paths) await take(path);
  });
}
