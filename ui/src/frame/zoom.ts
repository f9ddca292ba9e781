import { getCurrentWebview } from '@tauri-apps/api/webview';
import { app } from '../app.svelte';

const smallest = 90;
const largest = 200;

export function zoomTo(percent: number): void {
  const zoomPercent = Math.min(largest, Math.max(smallest, Math.round(percent / 10) * 10));
  if (zoomPercent !== app.preferences.zoomPercent) app.savePreferences({ zoomPercent });
}

export function zoomBy(step: number): void {
  zoomTo(app.preferences.zoomPercent + step);
}

/** The webview zooms the whole page, media queries included; CSS zoom stands in where there is no webview to ask. */
export async function applyZoom(percent: number): Promise<void> {
  try {
    await getCurrentWebview().setZoom(percent / 100);
    document.documentElement.style.removeProperty('zoom');
  } catch {
    document.documentElement.style.setProperty('zoom', String(percent / 100));
  }
}
