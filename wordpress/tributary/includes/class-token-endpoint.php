<?php
/**
 * Where pages get their token.
 *
 * @package Tributary
 */

namespace Tributary;

defined( 'ABSPATH' ) || exit;

/**
 * Gives the page of a signed-in partner a short-lived token of that partner. WordPress knows who asks by cookie and nonce, so
 * pages of other sites get nothing; and whoever is no approved partner by now gets the reason.
 */
final class Token_Endpoint {

	const SPACE = 'tributary/v1';
	const ROUTE = '/token';

	/**
	 * Hooks.
	 */
	public static function register() {
		add_action( 'rest_api_init', array( __CLASS__, 'add_route' ) );
	}

	/**
	 * The route.
	 */
	public static function add_route() {
		register_rest_route(
			self::SPACE,
			self::ROUTE,
			array(
				'methods'             => 'POST',
				'callback'            => array( __CLASS__, 'answer' ),
				'permission_callback' => array( __CLASS__, 'may_ask' ),
			)
		);
	}

	/**
	 * The address, with the nonce of the present visitor.
	 *
	 * @return string
	 */
	public static function url() {
		return add_query_arg( '_wpnonce', wp_create_nonce( 'wp_rest' ), rest_url( self::SPACE . self::ROUTE ) );
	}

	/**
	 * Only for those who are signed in; without the nonce WordPress takes nobody for that.
	 *
	 * @return true|\WP_Error
	 */
	public static function may_ask() {
		if ( is_user_logged_in() ) {
			return true;
		}
		return new \WP_Error( 'tributary_signed_out', States::sentence( 'signed_out' ), array( 'status' => 401 ) );
	}

	/**
	 * A token, or why there is none.
	 *
	 * @return \WP_REST_Response|\WP_Error
	 */
	public static function answer() {
		nocache_headers();
		$now = States::now();
		if ( 'approved' !== $now['state'] ) {
			return self::refuse( $now['state'] );
		}
		$made = Api::ask( 'POST', '/v1/partners/' . $now['partner']['id'] . '/center_token', array( 'ttl_seconds' => 300 ) );
		if ( 201 === $made['status'] && isset( $made['body']['token'], $made['body']['expires_at'] ) ) {
			return new \WP_REST_Response(
				array(
					'token'      => $made['body']['token'],
					'expires_at' => $made['body']['expires_at'],
				)
			);
		}
		// The partner was suspended, or is gone, since it was last looked up.
		if ( 404 === $made['status'] || 409 === $made['status'] ) {
			Partners::forget_check( get_current_user_id() );
			$now = States::now();
		}
		return self::refuse( 'approved' === $now['state'] ? 'away' : $now['state'] );
	}

	/**
	 * The reason, with a status that tells the script whether to try again.
	 *
	 * @param string $state The state.
	 * @return \WP_Error
	 */
	private static function refuse( $state ) {
		return new \WP_Error( 'tributary_' . $state, States::sentence( $state ), array( 'status' => 'away' === $state ? 503 : 403 ) );
	}
}
