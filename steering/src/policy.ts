/**
 * Every number that the steering decides by, with its unit and its reason. The ladders themselves
 * are in `layers.ts`.
 */

// Costs on the wire.

/**
 * The bit rate of the Opus stream. RFC 6716, section 2.1.1, recommends 28 to 40 kbit/s for full-band
 * speech and 64 to 128 kbit/s for stereo music.
 */
export const SOUND_KBPS = { speech: 40, music: 96 } as const;
/** 50 packets a second with about 60 bytes of RTP, SRTP, UDP and IP headers each. */
export const AUDIO_OVERHEAD_KBPS = 24;
/** The same headers on packets of 1,200 bytes, and occasional retransmissions. */
export const VIDEO_OVERHEAD_FACTOR = 1.06;
/**
 * WebRTC's pacer sends at most this many times the bandwidth estimate. Anything above waits in its
 * queue.
 */
export const PACER_FACTOR = 2.5;

// When a link is congested.

/**
 * A pacer queue above this means congestion at once. It is longer than the rest of a large frame
 * takes.
 */
export const HIGH_QUEUE_MS = 80;
/** A pacer queue above this in two samples in a row means congestion. */
export const SUSTAINED_QUEUE_MS = 40;
/** Below this the pacer is as good as empty: half a frame interval at 30 frames a second. */
export const CALM_QUEUE_MS = 20;
/** WebRTC's loss-based estimator lowers its estimate above this loss. */
export const CONGESTED_LOSS = 0.1;
/** WebRTC's loss-based estimator raises its estimate below this loss. */
export const CALM_LOSS = 0.02;
/**
 * An estimate below this part of what the layer costs is low. A passing burst, such as a key frame
 * on every link, lowers an estimate to 0.85 of what just arrived. Where the path is too slow for
 * the layer, the pacer's queue soon shows it as well.
 */
export const LOW_ESTIMATE = 0.75;
/**
 * An estimate that never reached the layer's cost is bounded by what was sent. It is low below this
 * part of its best.
 */
export const ESTIMATE_DROP = 0.9;
/** This many low estimates in a row mean congestion. */
export const LOW_ESTIMATE_SAMPLES = 2;
/** Congestion that returns within this time is still the same congestion. */
export const SAME_CONGESTION_MS = 1_000;
/** How far the base round trip moves, per sample, towards a longer one: a route may change. */
export const BASE_RTT_GAIN = 0.02;
/**
 * A key frame queues for up to this long while the estimate is still that of a lower layer. That is
 * no congestion.
 */
export const KEY_FRAME_QUEUE_MS = 250;

// When a link is overfull by a little.

/** Receiver reports come once a second, so this is one or two of them. */
export const AVERAGE_LOSS_MS = 1_000;
/** A longer round trip than this is a standing queue: half of a full bottleneck buffer. */
export const OVERFULL_RTT_INCREASE_MS = 100;
/** WebRTC's delay-based estimator falls to 0.85 of what arrives while a queue grows. */
export const OVERFULL_ESTIMATE = 0.9;
/** Loss and a queue that last for so long are no passing burst. */
export const OVERFULL_MS = 4_000;
/**
 * After a step down because of such loss. By then two reports cover the lower layer alone, and show
 * whether less is lost.
 */
export const OVERFULL_PROOF_MS = 4_000;
/** Less than this part of the loss before means that the step down has helped. */
export const OVERFULL_HELPED = 0.5;
/**
 * Where the step down has not helped, the path loses packets anyway, and the loss is not counted for so
 * long. A path may change, so it is tested again.
 */
export const OWN_LOSS_MS = { first: 60_000, longest: 600_000 } as const;

// A link that starts.

/**
 * WebRTC's first probes raise the estimate from 300 kbit/s to the path's rate within this time.
 * Until then the pacer queues.
 */
export const START_MS = 1_000;

/**
 * Without a path for so long, a link begins with the lowest layer when it has one again. From the third second
 * without feedback on, libwebrtc lowers its estimate by a fifth each second, and the pacer goes by it: by then
 * half is left, and soon too little for the top layer's key frame. And the next path may be another.
 */
export const LONG_OUTAGE_MS = 6_000;

// A step down.

/**
 * An estimate is not spent entirely: key frames, retransmissions and other traffic need the rest.
 */
export const USABLE_ESTIMATE = 0.85;
/** The lower layer starts with its next key frame, within this time. */
export const LAYER_SWITCH_MS = 500;
/**
 * After this the lower layer's key frame is there and the old queue is gone. A queue that remains
 * is new congestion.
 */
export const DRAIN_MS = 750;
/** A queue above this has not drained. */
export const UNDRAINED_QUEUE_MS = 80;
/**
 * Receiver reports come once a second and cover the second before, so they show old loss for this
 * long.
 */
export const STALE_LOSS_MS = 1_750;

// A step up.

/** A link is upgraded only after it was calm for this long. */
export const UPGRADE_AFTER_CALM_MS = 3_000;
/**
 * The estimate has to exceed the layer's cost by this factor, for its key frame and for what the
 * estimate does not know.
 */
export const UPGRADE_MARGIN = 1.15;
/** Time for a probe, its feedback and the next statistics. */
export const PROBE_ANSWER_MS = 1_000;
/**
 * So long the result of a probe counts. It is also the pause after a probe that has shown too
 * little: then the link probes again. What failed after a step up is `LINK_BACKOFF`'s.
 */
export const PROBE_VALID_MS = 10_000;
/** How often a link is probed whose estimate is too low even for what it is sent. */
export const STARVED_PROBE_MS = 2_000;
/**
 * On a limited uplink, upgrades are this far apart: two receiver reports show the effect of one
 * before the next.
 */
export const UPGRADE_INTERVAL_MS = 2_000;
/**
 * Congestion that a step up causes shows within this time: in the estimate, in two receiver reports
 * or in the round trip.
 */
export const LINK_TRIAL_MS = 3_000;
/** A trial fails at half of the queue that would otherwise count as congestion. */
export const TRIAL_QUEUE_MS = 40;
/** A trial fails at half of the loss that would otherwise count as congestion. */
export const TRIAL_LOSS = 0.05;
/**
 * More is sent during a trial than before, so an estimate without trouble only grows. Below this
 * part of its best it has dropped.
 */
export const TRIAL_ESTIMATE_DROP = 0.96;
/**
 * A trial fails when the round trip grows by this much: more than scheduling and Wi-Fi add, half of
 * a full bottleneck buffer.
 */
export const TRIAL_RTT_INCREASE_MS = 100;
/**
 * A link that held its layer for this long is stable. If it held the layer for less, the upgrade
 * has failed, and the next back-off is longer.
 */
export const STABLE_AFTER_MS = 60_000;

// The back-off of a link after a step down, which is also how a failed trial ends.

export const LINK_BACKOFF = {
  firstMs: 4_000,
  /** Short delays find the end of a passing shortage within 20 s. */
  shortMs: 9_000,
  /** This many short delays; then the path is assumed to be no better, and the delay doubles. */
  shortCount: 5,
  /** At worst the path is tried once a minute. */
  longestMs: 60_000,
} as const;

// The uplink that all links share.

/** Bandwidth estimators behind one bottleneck notice it within a few round trips of each other. */
export const SIMULTANEOUS_MS = 1_000;
/**
 * One or two congested links have trouble of their own. Three, and half of all links, mean that the
 * uplink is congested.
 */
export const SHARED_CONGESTION = { links: 3, part: 1 / 2 } as const;
/** This many unstable links, and this part of the others, mean that an uplink trial hurts them. */
export const HURT_BY_TRIAL = { links: 2, part: 1 / 4 } as const;
/** A failed trial alone lets more than this part of what was sent before it through. */
export const TRIAL_EXCESS = 0.7;
/** A queue that two receiver reports show is no passing burst. */
export const STANDING_QUEUE_MS = 1_000;
/** Trouble so soon after a trial that passed says that it should have failed: its excess was small. */
export const LATE_FAILURE_MS = 30_000;
/**
 * Part of what was sent into a full uplink that counts as delivered: the rest went into its buffer.
 */
export const DELIVERED_PART = 0.9;
/**
 * After a reduction nothing is concluded for this long: the old queue drains, and receiver reports
 * still cover the time before.
 */
export const UPLINK_SETTLE_MS = 2_000;
/** A reduction within this time after another one was needed because the first was too small. */
export const REPEATED_REDUCTION_MS = 4_000;
/** A reduction that was too small is followed by one to this part. */
export const FURTHER_REDUCTION = 0.8;
/** What all links cost together has been carried when nothing was congested for so long. */
export const CARRIED_AFTER_MS = 15_000;
/**
 * An uplink that has carried more before it was congested is soon tried with that again: most failures
 * pass. Until then the old queue drains, and links are calm for a while.
 */
export const RETURN_DELAY_MS = 4_000;
/** It has failed where it carries less than this part of that. Otherwise it is merely narrower. */
export const FAILED_PART = 0.5;
/** The first of these trials adds this part of what is sent. Each further one adds twice as much. */
export const RETURN_STEP = 0.2;
/**
 * At its start the key frames of all links leave at once and queue for a moment. That says nothing
 * yet.
 */
export const RETURN_GRACE_MS = 1_000;
/** Such a step is large, so an uplink that does not carry it shows it within two receiver reports. */
export const RETURN_TRIAL_MS = 3_000;
/** The delay before the uplink's first trial. It doubles with each failed trial. */
export const UPLINK_BACKOFF = { firstMs: 10_000, longestMs: 60_000 } as const;
/**
 * A step may exceed the uplink by a few hundredths only. It takes this long to fill a buffer of 200
 * ms.
 */
export const UPLINK_TRIAL_MS = 6_000;
/** A capacity that has kept no link from its layer for this long is forgotten. */
export const CAPACITY_EXPIRES_MS = 30_000;
