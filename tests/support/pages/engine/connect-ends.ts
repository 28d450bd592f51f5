/** Connects the two ends of a link that are both in this page. `near` offers. */
export async function connectEnds(near: RTCPeerConnection, far: RTCPeerConnection): Promise<void> {
  near.addEventListener('icecandidate', ({ candidate }) => void (candidate && far.addIceCandidate(candidate)));
  far.addEventListener('icecandidate', ({ candidate }) => void (candidate && near.addIceCandidate(candidate)));
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription ?? { type: 'offer' });
  await far.setLocalDescription();
  await near.setRemoteDescription(far.localDescription ?? { type: 'answer' });
}
