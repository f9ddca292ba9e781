import { listen } from '@tauri-apps/api/event';

/** The native menu sends the id of a command as the event "menu". Returns how to stop. */
export function listenToMenu(run: (id: string) => void): () => void {
  let stop: (() => void) | undefined;
  let stopped = false;
  listen<string>('menu', (event) => run(event.payload))
    .then((unlisten) => {
      if (stopped) unlisten();
      else stop = unlisten;
    })
    .catch((error: unknown) => console.warn('menu', error));
  return () => {
    stopped = true;
    stop?.();
  };
}
