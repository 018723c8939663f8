<?php
/**
 * The last figures of a partner.
 *
 * @package Tributary
 */

namespace Tributary;

defined( 'ABSPATH' ) || exit;

/**
 * What stands in a page before the live figures are there, and where the server is away: the last that were answered, with
 * their time. They are asked for at most once a minute for each partner.
 */
final class Figures {

	const META  = 'tributary_last_figures';
	const FRESH = 60;

	/**
	 * The last figures of a partner.
	 *
	 * @param int                  $user_id The user.
	 * @param array<string, mixed> $partner As Partners::check() knows them: approved.
	 * @return array{at: int, home: array<string, mixed>}|null
	 */
	public static function last( $user_id, array $partner ) {
		$last = get_user_option( self::META, $user_id );
		$last = is_array( $last ) && isset( $last['partner'] ) && $last['partner'] === $partner['id'] ? $last : null;
		if ( $last && $last['at'] > time() - self::FRESH ) {
			return $last;
		}
		$home = self::ask( $partner['id'] );
		if ( null === $home ) {
			return $last;
		}
		$last = array(
			'partner' => $partner['id'],
			'at'      => time(),
			'home'    => $home,
		);
		update_user_option( $user_id, self::META, wp_slash( $last ) );
		return $last;
	}

	/**
	 * Asks as the partner, so that a page never knows more than they may.
	 *
	 * @param string $partner_id The partner.
	 * @return array<string, mixed>|null
	 */
	private static function ask( $partner_id ) {
		$made = Api::ask( 'POST', '/v1/partners/' . $partner_id . '/center_token', array( 'ttl_seconds' => 60 ) );
		if ( 201 !== $made['status'] || ! isset( $made['body']['token'] ) ) {
			return null;
		}
		$answer = Api::ask_as_partner( '/v1/center/home', $made['body']['token'] );
		if ( 200 !== $answer['status'] || ! isset( $answer['body']['figures'] ) ) {
			return null;
		}
		$body = $answer['body'];
		unset( $body['series'] );
		return $body;
	}

	/**
	 * Forgets them.
	 *
	 * @param int $user_id The user.
	 */
	public static function forget( $user_id ) {
		delete_user_option( $user_id, self::META );
	}
}
