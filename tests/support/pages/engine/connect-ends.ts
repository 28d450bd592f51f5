/**
 * Connects the two ends of a link that are both in this page. `near` offers. `adapt`: the answer as
 * it is to be applied.
 */
export async function connectEnds(
  near: RTCPeerConnection,
  far: RTCPeerConnection,
  adapt: (sdp: string) => string = (sdp) => sdp,
): Promise<void> {
  near.addEventListener('icecandidate', ({ candidate }) => void (candidate && far.addIceCandidate(candidate)));
  far.addEventListener('icecandidate', ({ candidate }) => void (candidate && near.addIceCandidate(candidate)));
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription ?? { type: 'offer' });
  await far.setLocalDescription();
  await near.setRemoteDescription({ type: 'answer', sdp: adapt(far.localDescription?.sdp ?? '') });
}
