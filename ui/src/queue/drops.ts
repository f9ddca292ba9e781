import { getCurrentWebview } from '@tauri-apps/api/webview';

type Drops = { take: (paths: string[]) => void | Promise<void>; over: (files: boolean) => void };

/** Files dropped anywhere on the window, one call a drop, and whether some hang over it. Returns how to stop. */
export function listenToDrops(drops: Drops): () => void {
  let stop: (() => void) | undefined;
  let stopped = false;
  subscribe(drops)
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

async function subscribe({ take, over }: Drops): Promise<() => void> {
  return getCurrentWebview().onDragDropEvent(async ({ payload }) => {
    over(payload.type === 'enter' || payload.type === 'over');
    if (payload.type !== 'drop') return;
    await take(payload.paths);
  });
}
