/** The player: one stereo file, heard whole or by one side, on the exchange's own time line. */

import WaveSurfer from "wavesurfer.js";
import RegionsPlugin, { type Region } from "wavesurfer.js/plugins/regions";

import { silenceOthers } from "./oneSound";
import { readPeaks } from "./peaks";
import { type SoundTrouble, soundTrouble } from "./soundTrouble";

export type Ears = "both" | "adviser" | "customer";

export interface PlayerSnapshot {
  isReady: boolean;
  isPlaying: boolean;
  at: number;
  seconds: number;
  rate: number;
  loop: [number, number] | null;
  trouble: SoundTrouble | null;
}

export class Player {
  private state: PlayerSnapshot = {
    isReady: false,
    isPlaying: false,
    at: 0,
    seconds: 0,
    rate: 1,
    loop: null,
    trouble: null,
  };
  private readonly listeners = new Set<() => void>();
  private surfer: WaveSurfer | null = null;
  private regions: RegionsPlugin | null = null;
  private region: Region | null = null;
  private loopStart: number | null = null;
  private context: AudioContext | null = null;
  private gains: GainNode[] = [];

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly snapshot = (): PlayerSnapshot => this.state;

  async load(container: HTMLElement, audioUrl: string, peaksUrl: string): Promise<void> {
    this.destroy();
    const peaks = await readPeaks(peaksUrl);
    if (peaks === null) {
      this.set({ trouble: "unreadable" });
      return;
    }
    const audio = new Audio(audioUrl);
    audio.preload = "auto";
    audio.preservesPitch = true;
    audio.addEventListener("play", () => silenceOthers(audio));
    const style = getComputedStyle(document.documentElement);
    const regions = RegionsPlugin.create();
    const surfer = WaveSurfer.create({
      container,
      media: audio,
      peaks: [peaks.adviser, peaks.customer],
      duration: peaks.seconds,
      height: 62,
      cursorWidth: 3,
      cursorColor: style.getPropertyValue("--c-focus"),
      splitChannels: [
        {
          waveColor: style.getPropertyValue("--c-brand"),
          progressColor: style.getPropertyValue("--c-brand-deep"),
          barWidth: 2,
          barGap: 1,
        },
        {
          waveColor: style.getPropertyValue("--c-ring"),
          progressColor: style.getPropertyValue("--c-ring"),
          barWidth: 2,
          barGap: 1,
        },
      ],
      plugins: [regions],
    });
    this.surfer = surfer;
    this.regions = regions;
    surfer.on("timeupdate", (at) => {
      const loop = this.state.loop;
      if (loop && at >= loop[1]) surfer.setTime(loop[0]);
      this.set({ at });
    });
    surfer.on("play", () => this.set({ isPlaying: true }));
    surfer.on("pause", () => this.set({ isPlaying: false }));
    surfer.on("error", () => this.set({ trouble: soundTrouble(audio.error) }));
    this.set({ isReady: true, seconds: peaks.seconds, trouble: null });
  }

  destroy(): void {
    this.surfer?.destroy();
    this.surfer = null;
    this.gains = [];
    void this.context?.close();
    this.context = null;
    this.set({ isReady: false, isPlaying: false, at: 0, loop: null });
  }

  async toggle(): Promise<void> {
    await this.context?.resume();
    await this.surfer?.playPause();
  }

  seek(seconds: number): void {
    const at = Math.max(0, Math.min(seconds, this.state.seconds));
    this.surfer?.setTime(at);
    this.set({ at });
  }

  move(seconds: number): void {
    this.seek(this.state.at + seconds);
  }

  setRate(rate: number): void {
    this.surfer?.setPlaybackRate(rate, true);
    this.set({ rate });
  }

  /** First press: the loop begins here; second: it ends here and plays; third: no loop. */
  markLoop(): void {
    if (this.state.loop) {
      this.region?.remove();
      this.region = null;
      this.set({ loop: null });
    } else if (this.loopStart === null) {
      this.loopStart = this.state.at;
    } else {
      const loop: [number, number] = [Math.min(this.loopStart, this.state.at), Math.max(this.loopStart, this.state.at)];
      this.loopStart = null;
      if (loop[1] - loop[0] < 0.3) return;
      this.region =
        this.regions?.addRegion({
          start: loop[0],
          end: loop[1],
          drag: false,
          resize: false,
          color: "rgba(86,50,159,.15)",
        }) ?? null;
      this.set({ loop });
      this.seek(loop[0]);
    }
  }

  get isLoopStarted(): boolean {
    return this.loopStart !== null;
  }

  /** Both ears hear whoever is chosen: for one-eared listeners and rooms with one loudspeaker. */
  listenTo(ears: Ears): void {
    const media = this.surfer?.getMediaElement();
    if (!media) return;
    if (!this.context) {
      this.context = new AudioContext();
      const source = this.context.createMediaElementSource(media);
      const split = this.context.createChannelSplitter(2);
      const merge = this.context.createChannelMerger(2);
      source.connect(split);
      this.gains = [0, 1, 2, 3].map(() => new GainNode(this.context as AudioContext));
      [0, 1].forEach((from) =>
        [0, 1].forEach((to) => {
          const gain = this.gains[from * 2 + to] as GainNode;
          split.connect(gain, from);
          gain.connect(merge, 0, to);
        }),
      );
      merge.connect(this.context.destination);
    }
    void this.context.resume();
    const table: Record<Ears, number[]> = { both: [1, 0, 0, 1], adviser: [1, 1, 0, 0], customer: [0, 0, 1, 1] };
    table[ears].forEach((value, index) => {
      const gain = this.gains[index];
      if (gain) gain.gain.value = value;
    });
  }

  private set(change: Partial<PlayerSnapshot>): void {
    this.state = { ...this.state, ...change };
    this.listeners.forEach((listener) => listener());
  }
}
