<?php
/**
 * Which user is which partner.
 *
 * @package Tributary
 */

namespace Tributary;

defined( 'ABSPATH' ) || exit;

/**
 * What is known of a user as a partner. It is asked for anew at sign-in, once a minute while the user looks around, and when
 * the feed says that something changed. While the server is away, what was known last holds.
 */
final class Partners {

	/** What was answered last, and when. */
	const META = 'tributary_partner';
	/** The partner's id alone, to find users by. */
	const META_ID = 'tributary_partner_id';
	/** After so many seconds it is asked again. */
	const FRESH = 55;

	/**
	 * Hooks.
	 */
	public static function register() {
		add_action( 'wp_login', array( __CLASS__, 'on_login' ), 5, 2 );
		add_action( 'wp_loaded', array( __CLASS__, 'on_visit' ) );
	}

	/**
	 * Somebody signed in.
	 *
	 * @param string   $login Their name.
	 * @param \WP_User $user  The user.
	 */
	public static function on_login( $login, $user ) {
		self::forget_check( $user->ID );
		self::check( $user );
	}

	/**
	 * A partner looks around: a suspension takes the role within a minute, though the scheduler may be late.
	 */
	public static function on_visit() {
		if ( wp_doing_cron() || ! is_user_logged_in() ) {
			return;
		}
		$user = wp_get_current_user();
		if ( self::known( $user->ID ) ) {
			self::check( $user );
		}
	}

	/**
	 * What was answered last of a user; null: nothing is known.
	 *
	 * @param int $user_id The user.
	 * @return array{id: string, status: string, program: string, link: string, email: string, checked: int}|null
	 */
	public static function known( $user_id ) {
		$known = get_user_option( self::META, $user_id );
		return is_array( $known ) ? $known : null;
	}

	/**
	 * What a user is as a partner by now. Nothing for administrators, and for an address that nobody proved.
	 *
	 * @param \WP_User $user The user.
	 * @return array{id: string, status: string, program: string, link: string, email: string, checked: int}|null Status
	 *         `none`: no partner has this address. Null: not known.
	 */
	public static function check( $user ) {
		$email = Verified_Email::of( $user );
		if ( '' === $email || Role::is_administrator( $user ) ) {
			self::forget( $user );
			return null;
		}
		$known = self::known( $user->ID );
		if ( $known && $known['email'] !== $email ) {
			self::forget( $user );
			$known = null;
		}
		if ( $known && $known['checked'] > time() - self::FRESH ) {
			return $known;
		}
		$answer = Api::ask( 'GET', '/v1/partners?limit=1&email=' . rawurlencode( $email ) );
		if ( 200 !== $answer['status'] || ! isset( $answer['body']['data'] ) ) {
			return $known;
		}
		$row = isset( $answer['body']['data'][0] ) ? $answer['body']['data'][0] : null;
		return self::keep( $user, $row );
	}

	/**
	 * Keeps what the server says of a user, and gives or takes the role.
	 *
	 * @param \WP_User                  $user The user.
	 * @param array<string, mixed>|null $row  A partner as the API shows it; null: there is none with the user's address.
	 * @return array<string, mixed>|null
	 */
	public static function keep( $user, $row ) {
		$email = Verified_Email::of( $user );
		$known = array(
			'id'      => '',
			'status'  => 'none',
			'program' => '',
			'link'    => '',
			'email'   => $email,
			'checked' => time(),
		);
		if ( is_array( $row ) && '' !== $email && Verified_Email::normal( isset( $row['email'] ) ? $row['email'] : '' ) === $email ) {
			$known['id']      = (string) $row['id'];
			$known['status']  = (string) $row['status'];
			$known['program'] = (string) $row['program_id'];
			$known['link']    = isset( $row['link']['url'] ) ? (string) $row['link']['url'] : '';
		}
		update_user_option( $user->ID, self::META, wp_slash( $known ) );
		update_user_option( $user->ID, self::META_ID, $known['id'] );
		Role::set( $user, 'approved' === $known['status'] );
		if ( 'approved' !== $known['status'] ) {
			Figures::forget( $user->ID );
		}
		return $known;
	}

	/**
	 * Forgets that a user is a partner, and takes the role.
	 *
	 * @param \WP_User $user The user.
	 */
	public static function forget( $user ) {
		if ( self::known( $user->ID ) ) {
			delete_user_option( $user->ID, self::META );
			delete_user_option( $user->ID, self::META_ID );
			Figures::forget( $user->ID );
		}
		Role::set( $user, false );
	}

	/**
	 * The next look asks the server.
	 *
	 * @param int $user_id The user.
	 */
	public static function forget_check( $user_id ) {
		$known = self::known( $user_id );
		if ( $known ) {
			$known['checked'] = 0;
			update_user_option( $user_id, self::META, wp_slash( $known ) );
		}
	}

	/**
	 * Brings users in line with a partner that was read by the scheduler.
	 *
	 * @param array<string, mixed> $row A partner as the API shows it.
	 * @return \WP_User|null The user who has the partner's address, proved or not.
	 */
	public static function apply( array $row ) {
		$user = get_user_by( 'email', Verified_Email::normal( $row['email'] ) );
		self::forget_others( (string) $row['id'], $user ? $user->ID : 0 );
		if ( ! $user ) {
			return null;
		}
		if ( '' === Verified_Email::of( $user ) || Role::is_administrator( $user ) ) {
			self::forget( $user );
		} else {
			self::keep( $user, $row );
		}
		return $user;
	}

	/**
	 * Users who were taken for a partner are no longer, but for one.
	 *
	 * @param string $partner_id The partner.
	 * @param int    $but        The user who is.
	 */
	public static function forget_others( $partner_id, $but ) {
		global $wpdb;
		$users = get_users(
			array(
				// phpcs:ignore WordPress.DB.SlowDBQuery.slow_db_query_meta_key -- in the background, once for each change.
				'meta_key'   => $wpdb->get_blog_prefix() . self::META_ID,
				// phpcs:ignore WordPress.DB.SlowDBQuery.slow_db_query_meta_value -- as above.
				'meta_value' => $partner_id,
				'exclude'    => array( $but ),
			)
		);
		foreach ( $users as $user ) {
			self::forget( $user );
		}
	}
}
